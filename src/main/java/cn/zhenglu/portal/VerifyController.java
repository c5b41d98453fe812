package cn.zhenglu.portal;

import cn.zhenglu.seal.verify.OfdVerifier;
import java.io.IOException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Verifies a file that somebody holds. Nothing of it is kept. */
@Controller
class VerifyController {

    private static final int LONGEST_NAME = 120;

    private final OfdVerifier verifier;

    VerifyController(OfdVerifier verifier) {
        this.verifier = verifier;
    }

    @GetMapping("/verify")
    String form() {
        return "portal/verify";
    }

    @PostMapping("/verify")
    String verify(@RequestParam(required = false) MultipartFile file, Model model) throws IOException {
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
