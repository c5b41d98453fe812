package cn.zhenglu.seal;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Seals a composed document with the seal of the department that approved it. What it adds to the package (GB/T 33190, 18):
 *
 * <pre>
 * OFD.xml                                 Signatures at the end of DocBody
 * Doc_0/Signs/Signatures.xml              the list of signatures; the only file that no signature covers
 * Doc_0/Signs/Sign_0/Seal.esl             the seal (SESeal), for readers that look for it here
 * Doc_0/Signs/Sign_0/Signature.xml        SM3 of every other file, place of the seal
 * Doc_0/Signs/Sign_0/SignedValue.dat      SES_Signature over SM3 of Signature.xml
 * </pre>
 */
public final class Sealer {

    private final SealProvider provider;
    private final SealJudge judge;
    private final Map<String, Department> departments;
    private final Clock clock;
    private final RecurringDigests recurring = new RecurringDigests();

    /**
     * @param provider    has the seals
     * @param judge       says which of them may be used
     * @param departments all that may have approved
     * @param clock       a signature bears the time at which it is made
     */
    Sealer(SealProvider provider, SealJudge judge, List<Department> departments, Clock clock) {
        this.provider = provider;
        this.judge = judge;
        this.departments = departments.stream().collect(Collectors.toUnmodifiableMap(Department::id, Function.identity()));
        this.clock = clock;
    }

    /**
     * Lets a submission pass whose department could seal at this moment. Asked before the platform gives a code, because a code
     * that is spent on a licence which cannot be sealed does not come back.
     *
     * @throws SealUnavailable when the department's seal cannot be used: its licences wait
     * @throws TryLater        when the seal service or device does not answer
     * @throws NeedsPerson     when the department is not configured
     */
    public Submission ready(Submission submission) {
        usableSeal(department(submission));
        return submission;
    }

    /**
     * Seals a document.
     *
     * @param draft the unsealed package; it is not altered
     * @return the same document, sealed
     * @throws SealUnavailable when the department's seal cannot be used: its licences wait
     * @throws TryLater        when the seal service or device does not answer
     * @throws NeedsPerson     when the department is not configured
     */
    public LicenceDocument seal(LicenceDocument draft) {
        Department department = department(draft.submission());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Seal seal = usableSeal(department);
        try (OfdPackage ofd = OfdPackage.open(draft.ofd())) {
            return new LicenceDocument(draft.submission(), seal(ofd, draft, seal, now), draft.placement());
        } catch (BrokenSeal e) {
            throw new SealUnavailable(department.seal(), department.name(), e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a zip in memory", e);
        }
    }

    private byte[] seal(OfdPackage ofd, LicenceDocument draft, Seal seal, Instant now) throws IOException {
        String signs = ofd.documentFolder() + "/Signs";
        String sign = signs + "/Sign_0";
        Map<String, byte[]> additions = new LinkedHashMap<>();
        additions.put(OfdPackage.MAIN, ofd.mainWithSignatures('/' + signs + "/Signatures.xml"));
        additions.put(sign + "/Seal.esl", seal.encoded());

        String signatureXml = '/' + sign + "/Signature.xml";
        byte[] signature = SignatureXml.signature(new SignatureXml.Content(
                now, ofd.digests(additions, recurring), ofd.pageId(draft.placement().page()), draft.placement(),
                '/' + sign + "/Seal.esl", '/' + sign + "/SignedValue.dat"));
        additions.put(signs + "/Signatures.xml", SignatureXml.signatures(signatureXml));
        additions.put(sign + "/Signature.xml", signature);
        additions.put(sign + "/SignedValue.dat", provider.sign(seal, signature, signatureXml, now));
        return ofd.with(additions, now);
    }

    private Department department(Submission submission) {
        String id = submission.record().department();
        Department department = id == null ? null : departments.get(id);
        if (department == null) {
            throw new NeedsPerson("department.unknown", "department",
                    "审批部门「" + id + "」未在 zhenglu.departments 中配置，无法确定所用印章",
                    "请核对来源数据中的审批部门，或在配置中补充该部门后重试");
        }
        return department;
    }

    private Seal usableSeal(Department department) {
        try {
            return judge.usable(department.seal());
        } catch (BrokenSeal e) {
            throw new SealUnavailable(department.seal(), department.name(), e.getMessage(), e);
        }
    }
}
