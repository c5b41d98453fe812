package cn.zhenglu.portal;

import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.seal.verify.OfdVerifier;
import cn.zhenglu.seal.verify.VerificationReport;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Verifies the files of the store as a stranger's would be. What was found holds for a while: roots and dates may change. */
@Component
class VerifiedDocuments {

    private final DocumentStore documents;
    private final OfdVerifier verifier;
    private final Cache<String, VerificationReport> known = Caffeine.newBuilder().maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(10)).build();

    VerifiedDocuments(DocumentStore documents, OfdVerifier verifier) {
        this.documents = documents;
        this.verifier = verifier;
    }

    /** @param digest names the file in the store */
    VerificationReport report(String digest) {
        return known.get(digest, d -> verifier.verify(documents.read(d)));
    }
}
