-- Reports of many devices for wrk: each device's fixes are later than its last, as phones send them.
-- Arguments: form (single, json, packed), fixes a request, first moment (ms), milliseconds between fixes,
-- most requests (0: until the time is over), then the devices' tokens.
local ffi = require("ffi")
ffi.cdef [[
#pragma pack(push, 1)
typedef struct { int64_t at_ms; int32_t lon, lat; int16_t altitude; uint16_t device, accuracy, speed, heading;
                 uint8_t battery, flags; } fix_t;
#pragma pack(pop)
int getpid(void);
int kill(int pid, int signal);
]]
local form, together, step_ms, most, answered, tokens, clocks, turn, records

function init(args)
    form, together, step_ms, most = args[1], tonumber(args[2]), tonumber(args[4]), tonumber(args[5])
    turn, answered = 0, 0
    tokens, clocks = {}, {}
    for place = 6, #args do
        tokens[place - 5] = args[place]
        clocks[place - 5] = tonumber(args[3])
    end
    records = ffi.new("fix_t[?]", together)
end

local function single(token, at_ms)
    local body = string.format("id=%s&timestamp=%d&lat=31.626&lon=%.6f&speed=2.4&accuracy=8", token, at_ms,
        120.005 + (at_ms % 1000) * 1e-6)
    return wrk.format("POST", "/", { ["Content-Type"] = "application/x-www-form-urlencoded" }, body)
end

local function json(token, at_ms)
    local rows = {}
    for k = 1, together do
        rows[k] = string.format('{"at_ms":%d,"lon":%.6f,"lat":31.626,"accuracy_m":8,"speed_mps":1.2}',
            at_ms + (k - 1) * step_ms, 120.005 + (k % 1000) * 1e-6)
    end
    local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }
    return wrk.format("POST", "/devices/fixes", headers, "[" .. table.concat(rows, ",") .. "]")
end

local function packed(token, at_ms)
    for k = 0, together - 1 do
        local fix = records[k]
        fix.at_ms = at_ms + k * step_ms
        fix.lon, fix.lat = 1200050000 + k * 10, 316260000
        fix.altitude, fix.device, fix.accuracy, fix.speed, fix.heading = 5, 0, 80, 120, 9000
        fix.battery, fix.flags = 80, 0
    end
    local headers = { ["Content-Type"] = "application/vnd.wangge.fixes", ["Authorization"] = "Bearer " .. token }
    return wrk.format("POST", "/devices/fixes", headers, "WGF1\1\0\0" .. ffi.string(records, together * 28))
end

function request()
    turn = turn % #tokens + 1
    local at_ms = clocks[turn]
    clocks[turn] = at_ms + together * step_ms
    if form == "single" then return single(tokens[turn], at_ms) end
    if form == "json" then return json(tokens[turn], at_ms) end
    return packed(tokens[turn], at_ms)
end

function response()
    answered = answered + 1
    -- wrk itself would sleep until its time is over
    if answered == most then ffi.C.kill(ffi.C.getpid(), 2) end
end
