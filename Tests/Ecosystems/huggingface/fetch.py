"""Serves a few repositories as the hub does, fetches from them, and prints what the library says of its own cache."""
import hashlib, http.server, json, os, threading

FILES = {
    "models/org/tiny": {"config.json": b'{"model_type": "tiny"}', "model.safetensors": os.urandom(40_000)},
    "models/lonely": {"config.json": b"{}", "nested/weights.bin": b"w" * 9_000},
    "datasets/org/rows": {"train.csv": b"a,b\n1,2\n" * 100},
}


def revision(repository, name="main"):
    return name if len(name) == 40 else hashlib.sha1((repository + name).encode()).hexdigest()


class Hub(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_): pass

    def do_HEAD(self): self.answer(False)
    def do_GET(self): self.answer(True)

    def answer(self, with_body):
        path = self.path.split("?")[0].strip("/")
        repository, _, rest = path.partition("/resolve/")
        if not repository.startswith("datasets/"): repository = "models/" + repository
        name, _, file = rest.partition("/")
        body = FILES.get(repository, {}).get(file.replace("%2F", "/"))
        if body is None:
            self.send_response(404)
            self.send_header("X-Error-Code", "EntryNotFound")
            self.send_header("X-Repo-Commit", revision(repository, name))
            self.send_header("Content-Length", "0")
            return self.end_headers()
        self.send_response(200)
        # Large files have a SHA-256, the others git's SHA-1.
        large = file.endswith((".safetensors", ".bin"))
        etag = hashlib.sha256(body).hexdigest() if large else hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
        self.send_header("ETag", f'"{etag}"')
        self.send_header("X-Repo-Commit", revision(repository, name))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body: self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ["HF_ENDPOINT"] = f"http://127.0.0.1:{server.server_port}"
os.environ["NO_PROXY"] = "127.0.0.1"

import huggingface_hub as hub

for file in FILES["models/org/tiny"]:
    hub.hf_hub_download("org/tiny", file)
hub.hf_hub_download("org/tiny", "config.json", revision="refs/pr/1")
for file in FILES["models/lonely"]:
    hub.hf_hub_download("lonely", file, revision="0123456789" * 4)
hub.hf_hub_download("org/rows", "train.csv", repo_type="dataset")
try:
    hub.hf_hub_download("org/tiny", "absent.json")
except hub.utils.EntryNotFoundError:
    pass
for repository in sorted(hub.scan_cache_dir().repos, key=lambda repository: repository.repo_id):
    revisions = sorted((r.commit_hash, sorted(r.refs)) for r in repository.revisions)
    print(repository.repo_type, repository.repo_id, repository.size_on_disk, json.dumps(revisions))
