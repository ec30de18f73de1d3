set -e
mkdir -p /out/system /out/wheel /out/bin
echo 'int run(int x) { return x; } char system_version[] = "12.0 of the system";' > system.c
echo 'int run(int x) { return x; } char wheel_version[] = "12.4 of the wheel";' > wheel.c
for place in system wheel; do
  gcc -s -shared -fPIC -Wl,-soname,libaccel.so.12 -o /out/$place/libaccel.so.12 $place.c
done
echo 'int run(int); int main(void) { return run(0); }' > main.c
gcc -s -o /out/bin/main main.c /out/wheel/libaccel.so.12 -Wl,-rpath,/opt/app/lib
