<?php
// Roundcube, as the demonstration serves it. Runs as: www-data, in a throw-away machine.
$run = '/run/webmail-demo/roundcube';
$config = [];
$config['db_dsnw'] = "sqlite:///$run/database?mode=0600";
$config['imap_host'] = 'ssl://imap.academie.example:993';
$config['imap_conn_options'] = ['ssl' => ['verify_peer' => true, 'cafile' => '/etc/ssl/certs/ca-certificates.crt']];
$config['smtp_host'] = '127.0.0.1:1'; // nobody listens there: the demonstration sends no mail
$config['des_key'] = file_get_contents("$run/des_key");
$config['log_dir'] = $run;
$config['temp_dir'] = $run;
$config['product_name'] = 'Roundcube – Démonstration';
$config['support_url'] = '';
$config['language'] = 'fr_FR';
$config['timezone'] = 'Europe/Paris';
$config['date_format'] = 'd/m/Y';
$config['date_long'] = 'd/m/Y H:i';
$config['mail_domain'] = 'academie.example';
$config['skin'] = 'elastic';
$config['enable_spellcheck'] = false;
$config['refresh_interval'] = 60;
$config['plugins'] = ['stay_connected'];
