<?php
// Writes the packages that the image installs.
function make(string $folder, array $json): void
{
    mkdir("$folder/src", 0777, true);
    file_put_contents("$folder/composer.json", json_encode($json));
    file_put_contents("$folder/src/code.php", "<?php\n" . str_repeat("// {$json['name']}\n", 40));
}

make('archives/outer', ['name' => 'tare/outer', 'version' => '1.2.0', 'autoload' => ['classmap' => ['src']],
    'require' => ['php' => '>=7', 'ext-ctype' => '*', 'tare/inner' => '^2.0', 'tare/contract' => '*']]);
make('archives/inner', ['name' => 'tare/inner', 'version' => 'v2.1.0', 'provide' => ['tare/contract' => '1.0']]);
make('archives/devtool', ['name' => 'tare/devtool', 'version' => '0.3.0', 'require' => ['tare/inner' => '*'], 'bin' => ['src/code.php']]);
make('local', ['name' => 'tare/local', 'version' => '0.1.0', 'replace' => ['tare/old' => '*'], 'require' => ['tare/inner' => '*']]);
