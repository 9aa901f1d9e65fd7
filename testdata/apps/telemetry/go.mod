module example.com/telemetry

go 1.24

require (
	go.etcd.io/bbolt v1.4.3
	golang.org/x/sync v0.16.0
)

require golang.org/x/sys v0.29.0 // indirect
