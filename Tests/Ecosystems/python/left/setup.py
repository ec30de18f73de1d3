from setuptools import setup

setup(name="left", version="1.0", packages=["left_module", "shared"])
