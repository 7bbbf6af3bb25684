"""Files of other programs, read as they stand and written so that they read back equal; no database here."""

import os

# GDAL knows formats by content, and these lead on to other files or into the network whatever a file's
# suffix says; it must hear of it before it is loaded
_LEAD_ELSEWHERE = (
    "OGR_VRT,GDALG,WFS,OAPIF,OGCAPI,HTTP,CSW,NGW,PLSCENES,Carto,AmigoCloud,Elasticsearch,EEDA,ADBC,GPSBabel"
)
os.environ.setdefault("GDAL_SKIP", _LEAD_ELSEWHERE)
