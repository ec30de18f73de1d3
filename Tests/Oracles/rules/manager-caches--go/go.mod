module example.com/tool

go 1.19

require example.com/colour v0.3.0
