#include <stdio.h>
#include <sys/sysinfo.h>

int main(void) {
  struct sysinfo info;
  if (sysinfo(&info) != 0) return 1;
  printf("Content-Type: text/plain\r\n\r\nup for %ld s\n", info.uptime);
  return 0;
}
