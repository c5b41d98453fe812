package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.time.Instant;

/** One seal that is ready to sign, wherever its key lives. Safe for many threads. */
interface OpenSeal {

    /** What may be shown. */
    Seal seal();

    /**
     * As {@link SealProvider#sign}.
     *
     * @throws BrokenSeal when what comes back is not this seal's signature
     * @throws TryLater   when a service or a device does not answer
     */
    byte[] sign(byte[] content, String propertyInfo, Instant time);

    /** Whether it should be opened anew before it is used: its files have changed, or its service was asked long ago. */
    boolean outdated();
}
