from setuptools import setup

setup(name="middle", version="1.0", packages=["middle_module", "shared"])
