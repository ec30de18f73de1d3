def test_app():
    assert 1
