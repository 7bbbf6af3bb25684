"""Pure geometry: datums, projections, exact look-up and edge-matched partitions; numbers in, numbers out."""
