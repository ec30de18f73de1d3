"""Says what runs here."""

from pathlib import Path

from flask import Flask, jsonify

from app import revision
from app.tests import test_smoke

application = Flask(__name__)
WANTED = Path("requirements.txt").read_text().split()


@application.get("/")
def about():
    return jsonify(revision=revision.current(), wanted=WANTED)


@application.get("/health")
def health():
    return jsonify(test_smoke.test(application))
