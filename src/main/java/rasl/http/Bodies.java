package rasl.http;

import rasl.cpu.CpuPool;
import rasl.disk.Spool;

/**
 * Where the bodies of calls are kept while they run.
 *
 * @param spool for files, and for what of a large body is not kept in memory
 * @param memory what they may take of it
 * @param cpu where large ones are read
 */
record Bodies(Spool spool, MemoryBudget memory, CpuPool cpu) {}
