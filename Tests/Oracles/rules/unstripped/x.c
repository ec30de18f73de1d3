#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
static int twice(int x) { return 2 * x; }
int shown(int x) { return twice(x) + 1; }
