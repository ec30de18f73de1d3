#include <ctype.h>

int filter(int byte) { return toupper(byte); }
