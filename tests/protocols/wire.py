"""Messages as devices put them on the wire, made up in every value; nobody real sent them."""

import pyarrow as pa

CLIENT_8 = (
    "id=518830274615&timestamp=1763950000&lat=31.753812&lon=120.343507&speed=2.9157661"
    "&bearing=271.5&altitude=6.3&accuracy=0.0&batt=87.0&charge=true&mock=true"
)
CLIENT_10 = (
    b"id=518830274615&timestamp=1763950000&lat=31.753812&lon=120.343507&accuracy=4.8&altitude=6.3"
    b"&speed=2.92&bearing=271.5&batt=87&charge=false"
)

CLIENT_9_MOVING = (
    b'{"location":{"timestamp":"2025-11-24T02:06:40.862Z","coords":{"latitude":31.753812,'
    b'"longitude":120.343507,"accuracy":5,"speed":1.5,"heading":271,"altitude":6.3},"is_moving":true,'
    b'"odometer":412,"event":"motionchange","battery":{"level":0.79,"is_charging":false},'
    b'"activity":{"type":"walking"},"extras":{},"_":"&id=48241179&lat=31.753812&lon=120.343507'
    b'&timestamp=2025-11-24T02:06:40.862Z&"},"device_id":"48241179"}'
)
CLIENT_9_STILL = (
    b'{"location":{"extras":{},"mock":true,"coords":{"speed_accuracy":-1,"speed":-1,"longitude":120.343507,'
    b'"floor":null,"heading_accuracy":-1,"latitude":31.753812,"accuracy":-1,"altitude":0,"heading":-1},'
    b'"is_moving":false,"age":188,"battery":{"level":-1,"is_charging":false},'
    b'"timestamp":"2025-11-24T02:06:40.862Z"},"device_id":"658765"}'
)
CLIENT_9_HEARTBEAT = (
    b'{"location":{"timestamp":"2025-11-24T02:06:40.862Z","extras":{"heartbeat":true},'
    b'"battery":{"level":1,"is_charging":true}},"device_id":48241179}'
)

ANDROID = (
    b'{"_type":"location","BSSID":"02:00:00:00:00:00","SSID":"","_id":"5f3a91c2","acc":14,"alt":6,"batt":46,'
    b'"bs":1,"conn":"m","created_at":1763950003,"lat":31.7538125,"lon":120.3435078,"m":2,"t":"u","tid":"z3",'
    b'"topic":"owntracks/zhangsan/phone","tst":1763950000,"vac":2,"vel":5,"cog":271}'
)
IOS = (
    b'{"lon":120.3435,"acc":5,"p":101.3,"created_at":1763950009,"lat":31.7538,"topic":"owntracks/lisi/iphone",'
    b'"t":"p","m":1,"tst":1763950000,"conn":"w","alt":0,"_type":"location","tid":"ls","batt":80,"bs":3,"acc":0}'
)
ENTER = (
    b'{"_type":"transition","acc":9,"desc":"\xe6\x9d\x91\xe5\xa7\x94","event":"enter","lat":31.75,"lon":120.34,'
    b'"rid":"1a2b","t":"c","tid":"z3","topic":"owntracks/zhangsan/phone/event","tst":1763950000,'
    b'"wtst":1763000000}'
)
STATUS = (
    b'{"_type":"status","_id":"77","topic":"owntracks/zhangsan/phone/status",'
    b'"android":{"hib":0,"bo":1,"loc":-5,"ps":0,"wifi":1},"iOS":{"locationManagerAuthorizationStatus":"denied",'
    b'"deep":{"er":{"still":1}}}}'
)

LOCATION_2013 = (
    "7e020000280138000000070007000000000000000301e48654072c4bd3000600b9010f25112410064001040000019c"
    "30011931010be87e"
)
# serial 007e and heading 360; south and west
SOS_2019 = (
    "7e0200401c0100000000013800000007007d02000000010000000e01e48654072c4bd3000000000168251124100640bb7e"
)
NOT_LOCATED = "7e0200001c013800000007007d01000000010000000000000000000000000000000000002511241006411b7e"
# three locations, the last of which has a thirteenth month
BATCH = (
    "7e0704006901380000000700090003010028000000000000000301e48654072c4bd3000600b9010f251124100640"
    "01040000019c30011931010b001c000000000000000301e486b8072c4c37000600000000251124100700001c000000000000"
    "000301e486b8072c4c370006000000002513241007008e7e"
)
PART_1 = (
    "7e070420320138000000070014000200010003010028000000000000000301e48654072c4bd3000600b9010f251124100640"
    "01040000019c30011931010b001c000000f57e"
)
PART_2 = (
    "7e07042037013800000007001500020002000000000301e486b8072c4c37000600000000251124100700001c000000000000"
    "000301e486b8072c4c37000600000000251324100700217e"
)
REGISTER_2013 = (
    "7e0100002d013800000007000100200119373031313157472d37000000000000000000000000000000003030303030343201"
    "cbd5423838383838447e"
)
REGISTER_2019 = (
    "7e010040540100000000013800000007000100200119373031313100000000000057472d390000000000000000000000"
    "00000000000000000000000000000030303030303432000000000000000000000000000000000000000000000002cbd5"
    "423838383838717e"
)
AUTHENTICATE_2013 = "7e0102000401380000000700026b37516d5b7e"
AUTHENTICATE_2019 = (
    "7e0102402801000000000138000000070002046b37516d313233343536373839303132333435312e3000000000000000"
    "000000000000000000002d7e"
)
HEARTBEAT = "7e0002000001380000000700033f7e"

GPX_11 = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="logger" xmlns="http://www.topografix.com/GPX/1/1"
  xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">
 <metadata><time>2025-11-24T00:00:00Z</time></metadata>
 <wpt lat="31" lon="120"><time>2025-11-24T00:00:00Z</time></wpt>
 <trk><name>巡查</name><trkseg>
  <trkpt lat="31.753812" lon="120.343507"><ele>6.3</ele><time>2025-11-24T02:06:40Z</time>
   <extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>1.5</gpxtpx:speed>
    <gpxtpx:course>271</gpxtpx:course></gpxtpx:TrackPointExtension></extensions></trkpt>
 </trkseg><trkseg>
  <trkpt lat="31.753912" lon="120.343607"><time>2025-11-24T10:06:50+08:00</time></trkpt>
 </trkseg></trk>
</gpx>"""
GPX_10 = """<gpx version="1.0" creator="old"><trk><trkseg>
  <trkpt lat="31.753812" lon="120.343507"><ele>6.3</ele><time>2025-11-24T02:06:40.250Z</time>
   <course>360</course><speed>1.5</speed></trkpt></trkseg></trk></gpx>"""

# our packed form: one name of 4 letters, then one record
PACKED_FIX = b"WGF1\x01\x00\x04car7" + bytes.fromhex(
    "80f79cb39a0100003ef6ba47483fed12060000002d007d000e6a5702"
)

FIX_ROWS = (
    b'[{"device":"car7","at_ms":1763950000000,"lon":120.343507,"lat":31.753812,"accuracy_m":4.5,'
    b'"speed_mps":1.25,"heading_deg":271.5,"altitude_m":6,"battery_pct":87,"mock":true},'
    b'{"at_ms":1763950001000,"alarm":"sos","ping":true}]'
)
FIX_COLUMNS = b'{"device":"car7","at_ms":[1763950000000,1763950001000],"lon":[120.3,null],"lat":[31.7,null]}'
TABLE = b"time,lon,lat,speed_mps\n2025-11-24T02:06:40Z,120.343507,31.753812,1.5\n1763950000,120.3,31.7,\n"


def arrow_fix() -> bytes:
    """Return one fix as an Arrow stream."""
    columns = {"device": ["car7"], "at_ms": [1_763_950_000_000], "lon": [120.343507], "lat": [31.753812]}
    table = pa.table(columns)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())
