package cn.zhenglu.licence;

/**
 * A submission with its document (OFD, GB/T 33190), between composing and storing.
 *
 * @param submission whose document it is
 * @param ofd        the package's bytes; sealed once the sealer has returned it. Not copied: treat as read-only
 * @param placement  where its seal belongs
 */
public record LicenceDocument(Submission submission, byte[] ofd, SealPlacement placement) {

    @Override
    public String toString() {
        return "LicenceDocument[" + submission + ", " + ofd.length + " bytes]";
    }
}
