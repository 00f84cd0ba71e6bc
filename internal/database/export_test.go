package database

// What only tests ask by itself.
var (
	NatureOf         = natureOf
	RefuseFileSystem = refuseFileSystem
	Restart          = restart
)
