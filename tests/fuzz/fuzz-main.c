/* Runs a fuzz target once over each file it is given, and each file of each folder: so that every
 * find stays an ordinary test. libFuzzer brings its own main instead.
 * Runs as: whoever runs the tests. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { INPUT_MAX = 1 << 20 };

static int run_file(const char *path)
{
    FILE *file = fopen(path, "r");
    uint8_t *bytes = malloc(INPUT_MAX), *exact;
    size_t length;

    if (!file || !bytes) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    length = fread(bytes, 1, INPUT_MAX, file);
    exact = realloc(bytes, length ? length : 1); /* so that a sanitizer sees one byte too many */
    if (!exact)
        exit(EXIT_FAILURE);
    LLVMFuzzerTestOneInput(exact, length);
    free(exact);
    fclose(file);
    return 1;
}

static int run_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    int count = 0;

    if (!entries) {
        perror(folder);
        exit(EXIT_FAILURE);
    }
    while ((entry = readdir(entries))) {
        char path[4096];

        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            count += run_file(path);
    }
    closedir(entries);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;

    for (int i = 1; i < argc; i++) {
        struct stat status;

        if (stat(argv[i], &status) == 0 && S_ISDIR(status.st_mode))
            count += run_folder(argv[i]);
        else
            count += run_file(argv[i]);
    }
    printf("%d inputs\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
