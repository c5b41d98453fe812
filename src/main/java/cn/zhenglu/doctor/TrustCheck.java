package cn.zhenglu.doctor;

import cn.zhenglu.seal.verify.RevocationLists;
import cn.zhenglu.seal.verify.TrustedRoots;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;

/** The roots and revocation lists that sealed licences are verified against before they leave. */
final class TrustCheck implements Check {

    private final BeanFactory rooms;

    TrustCheck(BeanFactory rooms) {
        this.rooms = rooms;
    }

    @Override
    public List<Finding> look() {
        TrustedRoots roots = rooms.getBean(TrustedRoots.class);
        Set<X509Certificate> certificates = roots.certificates();
        if (certificates.isEmpty()) {
            return List.of(Finding.error("没有受信任的根证书，签章后的证照无法核验，将一直等待",
                    "请将印章证书的根证书（PEM 或 DER）放入：" + StartRules.places(roots.places())));
        }
        Date now = Date.from(rooms.getBean(Clock.class).instant());
        List<Finding> findings = new ArrayList<>();
        certificates.stream().filter(certificate -> now.after(certificate.getNotAfter())).forEach(certificate ->
                findings.add(Finding.warning("根证书 " + certificate.getSubjectX500Principal().getName() + " 已过期",
                        "请更换；它签发的印章在其有效期内签署的文件仍可验证")));
        int lists = rooms.getBean(RevocationLists.class).size();
        findings.add(Finding.ok(certificates.size() + " 张根证书" + (lists == 0 ? "" : "，" + lists + " 份吊销列表")));
        return findings;
    }
}
