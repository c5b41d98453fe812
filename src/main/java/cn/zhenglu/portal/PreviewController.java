package cn.zhenglu.portal;

import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Previews;
import cn.zhenglu.ledger.Previews.Preview;
import cn.zhenglu.portal.Pictures.Form;
import cn.zhenglu.portal.Pictures.Picture;
import cn.zhenglu.web.ChinaTime;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/**
 * The preview address of each version, which the platform was given: page, picture, PDF, and the file when that is allowed. An
 * address that is wrong in any way is not found, and nothing more is said.
 */
@Controller
class PreviewController {

    /** 192 bits in base64url, as the ledger makes them; anything else is not even looked for. */
    private static final String ADDRESS = "/p/{token:[A-Za-z0-9_-]{32}}";

    /** Kept, but shown only after asking us whether it still holds. */
    private static final CacheControl ASK_EACH_TIME = CacheControl.noCache().cachePrivate();

    private final Previews previews;
    private final Pictures pictures;
    private final DocumentStore documents;
    private final VerifiedDocuments verified;
    private final PortalSettings settings;
    private final Clock clock;

    PreviewController(Previews previews, Pictures pictures, DocumentStore documents, VerifiedDocuments verified,
            PortalSettings settings, Clock clock) {
        this.previews = previews;
        this.pictures = pictures;
        this.documents = documents;
        this.verified = verified;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping(ADDRESS)
    String page(@PathVariable("token") String token, Model model, HttpServletResponse response) {
        Preview preview = find(token);
        response.setHeader(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME.getHeaderValue());
        response.setHeader(HttpHeaders.VARY, HttpHeaders.COOKIE);
        model.addAttribute("token", token);
        model.addAttribute("shown", PublicVersion.of(preview));
        LocalDate today = today();
        model.addAttribute("licence", PublicLicence.of(preview.licence(), today));
        if (!preview.isCurrent()) {
            model.addAttribute("newer", PublicLicence.of(preview.current(), today));
            model.addAttribute("newerToken", preview.current().previewToken());
        }
        model.addAttribute("report", verified.report(preview.submission().documentDigest()));
        model.addAttribute("download", settings.download() && preview.isCurrent());
        return "portal/preview";
    }

    @GetMapping(ADDRESS + ".png")
    ResponseEntity<byte[]> picture(@PathVariable("token") String token) {
        return picture(token, Form.PNG, MediaType.IMAGE_PNG);
    }

    /** The same, to be printed. */
    @GetMapping(ADDRESS + ".pdf")
    ResponseEntity<byte[]> print(@PathVariable("token") String token) {
        return picture(token, Form.PDF, MediaType.APPLICATION_PDF);
    }

    private ResponseEntity<byte[]> picture(String token, Form form, MediaType type) {
        Preview preview = find(token);
        Picture picture = pictures.picture(preview.submission().documentDigest(), purpose(preview), form);
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(ASK_EACH_TIME)
                .eTag(picture.tag())
                .body(picture.bytes());
    }

    /** A picture is passed on without its page, so it says itself that it must not be relied upon. */
    private String purpose(Preview preview) {
        if (!preview.isCurrent()) {
            return "非现行版本";
        }
        PublicLicence licence = PublicLicence.of(preview.licence(), today());
        return licence.tone().equals("good") ? "仅供查询" : licence.lapsed() ? "有效期届满" : "证照状态：" + licence.state().label();
    }

    /** The sealed file of a current version; an older one looks just as valid to whoever gets it without its page. */
    @GetMapping(ADDRESS + ".ofd")
    ResponseEntity<byte[]> file(@PathVariable("token") String token) {
        if (!settings.download()) {
            throw notFound();
        }
        Preview preview = find(token);
        if (!preview.isCurrent()) {
            throw notFound();
        }
        ContentDisposition attachment = ContentDisposition.attachment()
                .filename(preview.submission().record().certNum() + ".ofd", StandardCharsets.UTF_8).build();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/ofd"))
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
                .cacheControl(ASK_EACH_TIME)
                .eTag(preview.submission().documentDigest())
                .body(documents.read(preview.submission().documentDigest()));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
    }

    private Preview find(String token) {
        return previews.byToken(token).orElseThrow(PreviewController::notFound);
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
