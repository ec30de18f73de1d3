/// What distributions use of a system that no header, import or requirement of theirs says: programs that they start, and
/// drivers that they load by a name in a setting. From their documentation.
enum KnownUses {
  /// Programs without which a distribution does not do its work, by its normalised name.
  static func programs(of distribution: String) -> [String] { programs[normalised(distribution)] ?? [] }

  /// What a distribution compiles while it runs, in words; nil for one that does not.
  static func compiling(_ distribution: String) -> String? { compiling[normalised(distribution)] }

  /// Distributions that it loads by name.
  static func drivers(of distribution: String) -> [String] { drivers[normalised(distribution)] ?? [] }

  /// Lower case, with one dash for each run of dashes, dots and underscores.
  static func normalised(_ name: String) -> String {
    var text = ""
    for character in name.lowercased() {
      if character == "_" || character == "." || character == "-" {
        if text.last != "-" { text.append("-") }
      } else {
        text.append(character)
      }
    }
    return text
  }

  private static let programs: [String: [String]] = [
    "gitpython": ["git"], "setuptools-scm": ["git"], "pre-commit": ["git"], "dvc": ["git"],
    "pydub": ["ffmpeg", "ffprobe"], "ffmpeg-python": ["ffmpeg"], "openai-whisper": ["ffmpeg"], "moviepy": ["ffmpeg"],
    "yt-dlp": ["ffmpeg"], "audioread": ["ffmpeg"], "pytesseract": ["tesseract"], "ocrmypdf": ["tesseract", "gs"],
    "pdf2image": ["pdftoppm", "pdfinfo"], "graphviz": ["dot"], "pydot": ["dot"], "pygraphviz": ["dot"], "pdfkit": ["wkhtmltopdf"],
    "imgkit": ["wkhtmltoimage"], "pypandoc": ["pandoc"], "wand": ["convert", "magick"], "unoconv": ["soffice"],
    "selenium": ["chromedriver", "chromium", "geckodriver"], "pyppeteer": ["chromium"], "tabula-py": ["java"],
    "pyspark": ["java"], "jpype1": ["java"], "konlpy": ["java"], "language-tool-python": ["java"], "rpy2": ["R"],
    "ansible": ["ssh", "sshpass"], "ansible-core": ["ssh", "sshpass"], "pexpect": ["ssh"], "python-gnupg": ["gpg"],
    "cmdstanpy": ["make", "g++"], "pystan": ["g++"],
    "textract": ["antiword", "pdftotext", "tesseract"],
  ]

  private static let compiling: [String: String] = [
    "torch": "torch.compile and torch.utils.cpp_extension", "triton": "every kernel that triton launches for the first time",
    "pytorch-triton": "every kernel that triton launches for the first time", "cupy": "cupy's kernels",
    "cupy-cuda11x": "cupy's kernels", "cupy-cuda12x": "cupy's kernels", "cupy-cuda13x": "cupy's kernels",
    "deepspeed": "deepspeed's operators", "flashinfer-python": "flashinfer's kernels", "vllm": "vllm's kernels",
    "jax": "extensions of jax", "tensorflow": "custom operators of tensorflow", "pytensor": "pytensor's functions",
    "aesara": "aesara's functions", "theano": "theano's functions", "pymc": "pymc's models", "cppyy": "cppyy's bindings",
    "cffi": "cffi's API mode", "pyximport": "pyximport", "cython": "cython.inline and pyximport", "pythran": "pythran's modules",
    "pycuda": "pycuda's kernels", "pyopencl": "pyopencl's wrappers", "taichi": "taichi's kernels", "tvm": "tvm's modules",
    "apache-tvm": "tvm's modules", "xformers": "xformers' kernels", "tilelang": "tilelang's kernels", "cmdstanpy": "Stan models",
    "pystan": "Stan models", "httpstan": "Stan models", "numba-cuda": "device functions that numba links",
  ]

  private static let databases = [
    "psycopg2", "psycopg2-binary", "psycopg", "psycopg-binary", "asyncpg", "pg8000", "mysqlclient", "PyMySQL", "aiomysql",
    "asyncmy",
    "mysql-connector-python", "mariadb", "aiosqlite", "pyodbc", "pymssql", "oracledb", "cx-Oracle", "mssql-django",
  ]

  private static let drivers: [String: [String]] = [
    "sqlalchemy": databases, "django": databases + ["django-redis", "whitenoise", "gunicorn", "uvicorn"], "peewee": databases,
    "tortoise-orm": databases, "databases": databases, "pony": databases, "flask-sqlalchemy": databases, "sqlmodel": databases,
    "gunicorn": ["uvicorn", "uvicorn-worker", "gevent", "eventlet", "setproctitle", "tornado"],
    "uvicorn": ["uvloop", "httptools", "websockets", "wsproto", "watchfiles", "python-dotenv", "PyYAML"],
    "starlette": ["python-multipart", "Jinja2", "itsdangerous", "httpx"],
    "fastapi": ["python-multipart", "orjson", "ujson", "email-validator"],
    "celery": ["redis", "kombu", "amqp", "gevent", "eventlet", "SQLAlchemy", "flower"],
    "pandas": [
      "openpyxl", "xlrd", "XlsxWriter", "pyarrow", "fastparquet", "tables", "lxml", "html5lib", "s3fs", "gcsfs", "numexpr",
    ],
    "fsspec": ["s3fs", "gcsfs", "adlfs", "aiohttp"], "beautifulsoup4": ["lxml", "html5lib"], "redis": ["hiredis"],
    "passlib": ["bcrypt", "argon2-cffi"], "transformers": ["accelerate", "sentencepiece", "tiktoken", "protobuf", "bitsandbytes"],
    "requests": ["PySocks", "brotli", "chardet"], "httpx": ["h2", "brotli", "socksio"], "aiohttp": ["aiodns", "Brotli"],
  ]
}
