package cn.zhenglu.seal.verify;

import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;

/** ExtensionDatas of seals and signatures: makers' own data, signed like the rest. */
final class SesExtensions {

    private SesExtensions() {
    }

    /** Data that must be understood cannot be ignored, and we understand none. */
    static void refuseCritical(ASN1Encodable extensions) throws Refusal {
        Der list = Der.sequence(extensions, "自定义数据");
        while (list.hasNext()) {
            Der extension = list.sequence("自定义数据");
            String oid = extension.oid();
            ASN1Encodable second = extension.any();
            if (second instanceof ASN1Boolean critical) {
                if (critical.isTrue()) {
                    throw Der.broken("自定义数据", " " + oid + " 标为关键项，本程序不能理解");
                }
                extension.octets();
            }
            extension.end();
        }
    }
}
