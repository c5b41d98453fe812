package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Where seals and their keys live: a file, a city's seal service, a device. A document never leaves the house for it,
 * only its Signature.xml, or the digest of that.
 */
public interface SealProvider {

    /** The names of the seals it has, as under {@code zhenglu.seals}. */
    Set<String> names();

    /**
     * What may be shown of a seal, valid or not.
     *
     * @return empty when there is none of this name
     * @throws BrokenSeal when somebody must mend it first
     * @throws TryLater   when a service or a device does not answer
     */
    Optional<Seal> seal(String name);

    /**
     * Signs with a seal, whatever its dates: the caller has looked at them.
     *
     * @param seal         as {@link #seal} gave it
     * @param content      Signature.xml, whole; its SM3 goes into the signature
     * @param propertyInfo path of Signature.xml within the package
     * @param time         of signing; whole seconds are kept
     * @return {@code SES_Signature} of GB/T 38540-2020, DER
     * @throws BrokenSeal when what was signed is not what was asked for
     * @throws TryLater   when a service or a device does not answer, or the seal was replaced meanwhile
     */
    byte[] sign(Seal seal, byte[] content, String propertyInfo, Instant time);
}
