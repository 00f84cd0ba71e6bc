#!/bin/sh
# Says one line in a room: CAMPFIRE=https://chat.example.com ROOM=... KEY=... sh say.sh "The backup is done"
curl --fail-with-body --silent --show-error --data-binary "$1" "$CAMPFIRE/rooms/$ROOM/$KEY/messages"
