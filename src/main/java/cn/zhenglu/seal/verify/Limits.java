package cn.zhenglu.seal.verify;

/**
 * How much a package may ask of us. Checked on what the zip directory declares before anything is unpacked, and enforced
 * again while unpacking, since a directory can lie.
 *
 * @param fileBytes  size of the OFD file
 * @param entries    number of zip entries, folders included
 * @param entryBytes unpacked size of one entry
 * @param totalBytes unpacked size of all entries together
 * @param ratio      unpacked : packed size of an entry larger than 1 MiB
 * @param pathDepth  folders above a file
 * @param xmlBytes   size of an XML part that is held as a tree (entry, document root, signature files)
 * @param xmlDepth   nesting of elements
 * @param signatures number of seals on one document
 */
public record Limits(int fileBytes, int entries, int entryBytes, int totalBytes, int ratio, int pathDepth, int xmlBytes,
                     int xmlDepth, int signatures) {

    private static final int MIB = 1 << 20;

    /** For licences: a few hundred kilobytes each, with room for others' documents that embed whole fonts. */
    public static final Limits DEFAULT = new Limits(32 * MIB, 1_000, 32 * MIB, 64 * MIB, 200, 16, 2 * MIB, 64, 20);
}
