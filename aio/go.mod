module github.com/asyncport/asyncport/aio

go 1.23
