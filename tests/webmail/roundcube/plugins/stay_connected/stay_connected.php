<?php
// A plugin of the kind that keeps people logged in: a script adds a box to the login page, and a cookie of three
// days follows from it. Its log, persistent.log, tells what each login sent. Runs as: www-data, in a throw-away
// machine.
class stay_connected extends rcube_plugin
{
    public $task = 'login|mail';

    const BOX = "$('#login-form table tbody').append('<tr class=\"form-group\"><td></td><td><label>' +"
        . "'<input type=\"checkbox\" name=\"_ifpl\" value=\"1\" checked> Rester connecté</label></td></tr>');";

    public function init()
    {
        $this->add_hook('template_object_loginform', [$this, 'add_box']);
        $this->add_hook('login_after', [$this, 'keep']);
    }

    public function add_box($arguments)
    {
        rcmail::get_instance()->output->add_script(self::BOX, 'docready');
        return $arguments;
    }

    public function keep($arguments)
    {
        $wanted = rcube_utils::get_input_value('_ifpl', rcube_utils::INPUT_POST) !== null;
        if ($wanted) {
            rcube_utils::setcookie('_pt', bin2hex(random_bytes(16)), time() + 259200);
        }
        rcube::write_log('persistent', $wanted ? 'kept' : 'not kept');
        return $arguments;
    }
}
