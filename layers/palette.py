"""The colours that mean something, in both themes; each hue has one meaning."""

from layers.style import Ink

INK = Ink(light="#1F2328", dark="#E6E8EB")
MUTED = Ink(light="#5E6670", dark="#9AA3AD")
PAPER = Ink(light="#FFFFFF", dark="#1C2128")
WATER = Ink(light="#CBDDE6", dark="#1E2F3A")
WATER_TEXT = Ink(light="#34687F", dark="#7FB2CC")
ROAD = Ink(light="#FFFFFF", dark="#2A3038")
CASING = Ink(light="#DAD7CF", dark="#15191E")
BUILDING = Ink(light="#E9E6DF", dark="#20262D")
BUILDING_EDGE = Ink(light="#D6D2C8", dark="#2C333B")
BORDER = Ink(light="#4A5560", dark="#8B96A1")

# Okabe–Ito: told apart by every common kind of colour vision
SQUADS = {
    "1": Ink(light="#0072B2", dark="#3D9AD1"),
    "2": Ink(light="#D55E00", dark="#E8853B"),
    "3": Ink(light="#009E73", dark="#2FBF95"),
}
SEVERITIES = (
    Ink(light="#56B4E9", dark="#56B4E9"),
    Ink(light="#E69F00", dark="#E69F00"),
    Ink(light="#CC3311", dark="#E4573A"),
)
CIVIDIS = ("#00204D", "#1F386E", "#48576F", "#6F7173", "#958F78", "#C0AE6B", "#E9CF56", "#FFEA46")
