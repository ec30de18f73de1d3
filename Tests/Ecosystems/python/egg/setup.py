from setuptools import setup

setup(name="egg-project", version="2.0", packages=["egg_module"], zip_safe=False, entry_points={"console_scripts": ["egg = egg_module:name"]})
