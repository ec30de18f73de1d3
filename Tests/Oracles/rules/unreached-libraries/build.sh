set -e
mkdir -p /out/lib /out/bin
for name in used unused named; do
  echo "int $name(int x) { return x; }" > $name.c
  gcc -s -shared -fPIC -Wl,-soname,lib$name.so.1 -o /out/lib/lib$name.so.1 $name.c
done
# One it links, one it opens by name.
printf '#include <dlfcn.h>\nint used(int);\nint main(void) { return used(0) + !dlopen("libnamed.so.1", RTLD_NOW); }\n' > main.c
gcc -s -o /out/bin/main main.c /out/lib/libused.so.1
