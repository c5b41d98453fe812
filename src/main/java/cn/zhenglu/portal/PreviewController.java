package cn.zhenglu.portal;

import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Previews;
import cn.zhenglu.ledger.Previews.Preview;
import cn.zhenglu.web.ChinaTime;
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

    private final Previews previews;
    private final Pictures pictures;
    private final DocumentStore documents;
    private final PortalSettings settings;
    private final Clock clock;

    PreviewController(Previews previews, Pictures pictures, DocumentStore documents, PortalSettings settings, Clock clock) {
        this.previews = previews;
        this.pictures = pictures;
        this.documents = documents;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping(ADDRESS)
    String page(@PathVariable String token, Model model) {
        Preview preview = find(token);
        model.addAttribute("token", token);
        model.addAttribute("shown", PublicVersion.of(preview));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
        model.addAttribute("licence", PublicLicence.of(preview.licence(), today));
        if (!preview.isCurrent()) {
            model.addAttribute("newer", PublicLicence.of(preview.current(), today));
            model.addAttribute("newerToken", preview.current().previewToken());
        }
        model.addAttribute("download", settings.download());
        return "portal/preview";
    }

    @GetMapping(ADDRESS + ".png")
    ResponseEntity<byte[]> picture(@PathVariable String token) {
        byte[] png = pictures.png(find(token).submission().documentDigest());
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(CacheControl.maxAge(Pictures.FRESH).cachePublic())
                .body(png);
    }

    @GetMapping(ADDRESS + ".pdf")
    ResponseEntity<byte[]> print(@PathVariable String token) {
        byte[] pdf = pictures.pdf(find(token).submission().documentDigest());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.maxAge(Pictures.FRESH).cachePublic())
                .body(pdf);
    }

    @GetMapping(ADDRESS + ".ofd")
    ResponseEntity<byte[]> file(@PathVariable String token) {
        if (!settings.download()) {
            throw notFound();
        }
        Preview preview = find(token);
        ContentDisposition attachment = ContentDisposition.attachment()
                .filename(preview.submission().record().certNum() + ".ofd", StandardCharsets.UTF_8).build();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/ofd"))
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
                .body(documents.read(preview.submission().documentDigest()));
    }

    private Preview find(String token) {
        return previews.byToken(token).orElseThrow(PreviewController::notFound);
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
