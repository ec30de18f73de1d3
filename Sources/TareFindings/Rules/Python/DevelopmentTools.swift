/// Names of distributions that serve to write, test and check Python code, as data.
enum DevelopmentTools {
  static func contains(_ name: String) -> Bool {
    let name = KnownUses.normalised(name)
    return names.contains(name) || prefixes.contains { name.hasPrefix($0) } || name.hasSuffix("-stubs")
  }

  private static let prefixes = [
    "pytest-", "flake8-", "types-", "sphinx-", "sphinxcontrib-", "mkdocs-", "jupyter-", "jupyterlab-", "pylint-", "nbconvert",
    "hypothesis-",
  ]

  private static let names: Set<String> = [
    "pytest", "mypy", "ruff", "black", "isort", "flake8", "pylint", "pyflakes", "pycodestyle", "pydocstyle", "autopep8", "yapf",
    "bandit", "coverage", "tox", "nox", "hypothesis", "pre-commit", "pyright", "basedpyright", "pytype", "pyre-check", "ty",
    "vulture",
    "radon", "safety", "pip-audit", "ipython", "ipykernel", "ipdb", "ipywidgets", "jupyter", "jupyterlab", "notebook", "nbclassic",
    "nbformat", "nbclient", "nbdime", "qtconsole", "voila", "papermill", "sphinx", "mkdocs", "mkdocstrings", "pdoc", "pdoc3",
    "interrogate", "debugpy", "pudb", "pdbpp", "py-spy", "memray", "memory-profiler", "line-profiler", "scalene", "snakeviz",
    "pip-tools", "twine", "build", "bump2version", "bumpversion", "bump-my-version", "commitizen", "towncrier", "cookiecutter",
    "copier", "locust", "freezegun", "time-machine", "vcrpy", "responses", "respx", "requests-mock", "moto", "factory-boy", "faker",
    "testcontainers", "mutmut", "nose", "nose2", "behave", "robotframework", "selenium-wire", "pyupgrade", "codespell", "djlint",
    "django-debug-toolbar", "django-stubs", "monkeytype", "stubgen", "snoop", "icecream",
  ]
}
