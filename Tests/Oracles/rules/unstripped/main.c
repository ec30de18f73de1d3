int shown(int x);
int main(void) { return shown(2) - 5; }
