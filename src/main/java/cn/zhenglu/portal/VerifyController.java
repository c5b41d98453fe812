package cn.zhenglu.portal;

import cn.zhenglu.ledger.Previews;
import cn.zhenglu.seal.verify.OfdVerifier;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Verifies a file that somebody holds, of which nothing is kept, and finds the licence of a QR symbol that somebody sees. */
@Controller
class VerifyController {

    private static final int LONGEST_NAME = 120;

    /** The platform's codes have some 200 characters. */
    private static final int LONGEST_CODE = 2_000;

    private final OfdVerifier verifier;
    private final Previews previews;
    private final AddressLimit files;
    private final AddressLimit codes;

    VerifyController(OfdVerifier verifier, Previews previews, PortalSettings settings) {
        this.verifier = verifier;
        this.previews = previews;
        this.files = new AddressLimit(settings.verificationsPerMinute());
        this.codes = new AddressLimit(settings.lookUpsPerMinute());
    }

    /**
     * The form; with a code, the licence that bears it.
     *
     * @param code what a QR symbol of a licence holds: the platform's code, which says nothing by itself. Whoever has it has the
     *             licence before them, and is led to its preview
     */
    @GetMapping("/verify")
    String form(@RequestParam(defaultValue = "") String code, Model model, HttpServletRequest request, HttpServletResponse response) {
        String scanned = code.strip();
        if (scanned.isEmpty()) {
            return "portal/verify";
        }
        long seconds = codes.secondsToWait(request.getRemoteAddr());
        if (seconds > 0) {
            return WaitPage.show(seconds, "/verify", Map.of("code", scanned), response, model);
        }
        Optional<String> token = scanned.length() > LONGEST_CODE ? Optional.empty() : previews.tokenOf(scanned);
        if (token.isPresent()) {
            return "redirect:/p/" + token.get();
        }
        model.addAttribute("unknownCode", true);
        return "portal/verify";
    }

    @PostMapping("/verify")
    String verify(@RequestParam(required = false) MultipartFile file, Model model, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        long seconds = files.secondsToWait(request.getRemoteAddr());
        if (seconds > 0) {
            return WaitPage.show(seconds, "/verify", Map.of(), response, model);
        }
        if (file == null || file.isEmpty()) {
            model.addAttribute("missing", true);
        } else {
            model.addAttribute("name", name(file));
            model.addAttribute("report", verifier.verify(file.getBytes()));
        }
        return "portal/verify";
    }

    private static String name(MultipartFile file) {
        String name = String.valueOf(file.getOriginalFilename()).replaceAll("[\\p{Cc}\\p{Cf}]", "");
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + '…';
    }
}
