/// Which Python distributions speak for an address in a literal string: SQLAlchemy, Django, Celery and their kind choose a
/// driver by it, and no source imports that.
enum AddressSchemes {
  /// Normalised names, of which any may be the one.
  static func drivers(of scheme: String) -> [String] {
    // `postgresql+asyncpg://` names the driver itself.
    let parts = scheme.split(separator: "+")
    var names = table[String(parts.first ?? "")] ?? []
    if parts.count > 1 {
      names = table[String(parts[1])] ?? [String(parts[1])]
    }
    return names
  }

  private static let table: [String: [String]] = [
    "postgresql": ["psycopg2", "psycopg2-binary", "psycopg", "asyncpg", "pg8000"],
    "postgres": ["psycopg2", "psycopg2-binary", "psycopg", "asyncpg", "pg8000"],
    "psycopg2": ["psycopg2", "psycopg2-binary"],
    "psycopg": ["psycopg", "psycopg-binary"],
    "mysql": ["mysqlclient", "pymysql", "mysql-connector-python", "aiomysql", "asyncmy"],
    "mysqldb": ["mysqlclient"],
    "mysqlconnector": ["mysql-connector-python"],
    "mariadb": ["mariadb", "mysqlclient", "pymysql"],
    "mssql": ["pyodbc", "pymssql"],
    "oracle": ["oracledb", "cx-oracle"],
    "mongodb": ["pymongo", "motor"],
    "redis": ["redis", "aioredis"],
    "rediss": ["redis", "aioredis"],
    "amqp": ["pika", "amqp", "kombu", "aio-pika"],
    "sqlite": ["aiosqlite"],
    "clickhouse": ["clickhouse-sqlalchemy", "clickhouse-driver"],
    "snowflake": ["snowflake-sqlalchemy"],
    "bigquery": ["sqlalchemy-bigquery"],
    "s3": ["s3fs", "boto3"],
    "gs": ["gcsfs", "google-cloud-storage"],
    "gcs": ["gcsfs"],
    "abfs": ["adlfs"],
    "hdfs": ["pyarrow"],
    "kafka": ["confluent-kafka", "kafka-python", "aiokafka"],
  ]
}
