-- As update, by agents that think.
require "pace"
require "update"
