-- As create, by agents that think.
require "pace"
require "create"
