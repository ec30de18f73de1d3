module example.com/tool

go 1.19

require (
	example.com/colour v0.3.0
	example.com/forked v1.2.0
	example.com/lib v1.2.3
)

replace example.com/lib => ../lib

replace example.com/forked => example.com/fork v1.9.1
