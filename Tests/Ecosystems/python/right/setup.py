from setuptools import setup

setup(name="right", version="1.0", packages=["right_module", "shared"])
