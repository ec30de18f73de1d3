/* Answers each line with what the filter makes of it. */
#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **arguments) {
  void *library = count > 1 ? dlopen(arguments[1], RTLD_NOW) : NULL;
  int (*filter)(int) = library ? (int (*)(int))dlsym(library, "filter") : NULL;
  if (!filter) {
    fprintf(stderr, "service: no filter\n");
    return 1;
  }
  for (int byte = getchar(); byte != EOF; byte = getchar()) putchar(filter(byte));
  return 0;
}
