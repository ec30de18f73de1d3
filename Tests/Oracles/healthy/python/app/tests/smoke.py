"""What the service asks of itself."""


def check(application):
    return {"routes": len(list(application.url_map.iter_rules()))}
