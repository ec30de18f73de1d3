from setuptools import setup

setup(name="linked-project", version="2.0", packages=["linked_module"], zip_safe=False, entry_points={"console_scripts": ["linked = linked_module:name"]})
