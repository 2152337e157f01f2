//! What may stand where, line by line: each rule names the words, the folders they are refused in and the exceptions.
//! Comments do not count, nor does anything from a file's `#[cfg(test)]` on, unless the rule says so.

use super::files::is_test;

/// One absence. A path matches when it starts with one of the texts.
struct Rule {
    says: &'static str,
    within: &'static [&'static str],
    except: &'static [&'static str],
    refused: fn(&str) -> bool,
    /// Whether test code is bound by it too.
    tests_too: bool,
}

const RULES: [Rule; 15] = [
    Rule {
        says: "status codes are spelled in server/src/error only",
        within: &["server/src/"],
        except: &["server/src/error"],
        refused: |line| line.contains("StatusCode"),
        tests_too: false,
    },
    Rule {
        says: "SQL is written in server/src/store only",
        within: &["server/src/", "app/src/", "domain/src/"],
        except: &["server/src/store"],
        refused: |line| has_any(line, &["sqlx::query", "SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE OR "]),
        tests_too: false,
    },
    Rule {
        says: "the browser program fetches in app/src/api only",
        within: &["app/src/"],
        except: &["app/src/api"],
        refused: |line| has_any(line, &["gloo_net", "XmlHttpRequest", "fetch_with_", "EventSource", "WebSocket"]),
        tests_too: false,
    },
    Rule {
        says: "URLs are spelled in app/src/paths.rs and app/src/api only",
        within: &["app/src/"],
        except: &["app/src/paths.rs", "app/src/api"],
        refused: |line| has_any(line, &["\"/", "\"http://", "\"https://"]),
        tests_too: false,
    },
    Rule {
        says: "the domain spells URLs in domain/src/api only",
        within: &["domain/src/"],
        except: &["domain/src/api"],
        refused: |line| line.contains("\"/api"),
        tests_too: false,
    },
    Rule {
        says: "the domain does no IO, reads no clock, draws no randomness and is never async",
        within: &["domain/src/"],
        except: &[],
        refused: |line| {
            has_any(
                line,
                &["std::fs", "std::net", "std::env", "std::process", "std::thread", "SystemTime", "Instant::now"],
            ) || has_any(line, &["Utc::now", "Local::now", "async fn", "println!", "eprintln!"])
        },
        tests_too: false,
    },
    Rule {
        says: "components, fields and charts know no page",
        within: &["app/src/components/", "app/src/fields/", "app/src/charts/"],
        except: &[],
        refused: |line| line.contains("crate::pages"),
        tests_too: false,
    },
    Rule {
        says: "components and charts know neither fields nor a draft",
        within: &["app/src/components/", "app/src/charts/"],
        except: &[],
        refused: |line| has_any(line, &["crate::fields", "crate::draft"]),
        tests_too: false,
    },
    Rule {
        says: "no component fetches: what it shows, and what it does, is given to it",
        within: &["app/src/components/", "app/src/fields/", "app/src/charts/"],
        except: &[],
        refused: |line| line.contains("api::") && line.contains(".await"),
        tests_too: false,
    },
    Rule {
        says: "the store knows neither routes nor sign-in nor jobs",
        within: &["server/src/store/"],
        except: &[],
        refused: |line| has_any(line, &["crate::routes", "crate::auth", "crate::jobs"]),
        tests_too: false,
    },
    Rule {
        says: "only the router knows the handlers",
        within: &["server/src/"],
        except: &["server/src/routes/", "server/src/lib.rs"],
        refused: |line| line.contains("crate::routes"),
        tests_too: false,
    },
    Rule {
        says: "raw HTML is never set",
        within: &["app/src/"],
        except: &[],
        refused: |line| line.contains("inner_html"),
        tests_too: true,
    },
    Rule {
        says: "a lint is set aside with #[expect(…, reason = \"…\")], never allowed",
        within: &["app/", "domain/", "server/", "tests/"],
        // Each test file is a program of its own that uses another part of these: an expectation would fail in some.
        except: &["server/tests/harness", "server/tests/desk"],
        refused: |line| has_any(line, &["#[allow(", "#![allow("]),
        tests_too: true,
    },
    Rule {
        says: "colours are spelled in style/tokens.css only",
        within: &["style/", "app/src/"],
        except: &["style/tokens.css"],
        refused: |line| has_hex_colour(line) || has_any(line, &["rgb(", "rgba(", "hsl(", "hsla(", "oklch("]),
        tests_too: false,
    },
    Rule {
        says: "a rule of style wins by its layer, never by !important",
        within: &["style/"],
        except: &[],
        refused: |line| line.contains("!important"),
        tests_too: false,
    },
];

/// Faults of single lines of the file at `path`.
pub(super) fn faults(path: &str, text: &str) -> Vec<String> {
    let rules: Vec<&Rule> = RULES
        .iter()
        .filter(|rule| starts_with_any(path, rule.within) && !starts_with_any(path, rule.except))
        .filter(|rule| rule.tests_too || !is_test(path))
        .collect();
    let mut faults = Vec::new();
    let mut in_tests = false;
    for (number, line) in text.lines().enumerate() {
        let code = code_of(line, path);
        in_tests |= code.starts_with("#[cfg(test)]");
        for rule in rules.iter().filter(|rule| (rule.tests_too || !in_tests) && (rule.refused)(code)) {
            faults.push(format!("{path}:{}: {}: {code}", number + 1, rule.says));
        }
    }
    faults
}

/// The line without its comment and surrounding blanks. Good enough for our own formatting, where a comment
/// starts a line or follows a blank.
fn code_of<'a>(line: &'a str, path: &str) -> &'a str {
    let line = line.trim();
    let mark = if path.ends_with(".css") { "/*" } else { "//" };
    if line.starts_with(mark) {
        return "";
    }
    match line.find(&format!(" {mark}")) {
        Some(start) => line.get(..start).unwrap_or(line).trim_end(),
        None => line,
    }
}

fn starts_with_any(path: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| path.starts_with(start))
}

fn has_any(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.contains(word))
}

/// `#` with 3, 4, 6 or 8 hexadecimal digits that end there, at least one of them a decimal digit or all of them
/// after a colon or quote: `url(#fade)` and `#[test]` are none.
fn has_hex_colour(line: &str) -> bool {
    line.match_indices('#').any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.trim_end().chars().next_back());
        let after = line.get(at + 1..).unwrap_or_default();
        let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = after.chars().nth(digits).is_none_or(|next| !next.is_alphanumeric() && next != '-' && next != '_');
        matches!(digits, 3 | 4 | 6 | 8) && ends && matches!(before, Some(':' | '"' | ',' | '\''))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_code_is_refused_outside_the_error_file_only() {
        let line = "        StatusCode::NOT_FOUND,\n";
        assert_eq!(faults("server/src/routes/people.rs", line).len(), 1);
        assert!(faults("server/src/error.rs", line).is_empty());
        assert!(faults("server/tests/people.rs", line).is_empty());
    }

    #[test]
    fn comments_and_test_modules_are_not_bound() {
        assert!(faults("server/src/a.rs", "// SELECT nothing\nlet a = 1; // SELECT it\n").is_empty());
        assert!(
            faults("server/src/a.rs", "#[cfg(test)]\nmod tests {\n    const Q: &str = \"SELECT 1\";\n}\n").is_empty()
        );
        assert_eq!(faults("server/src/a.rs", "const Q: &str = \"SELECT 1\";\n").len(), 1);
    }

    #[test]
    fn a_url_is_refused_in_a_page_and_taken_in_paths() {
        let line = "view! { <a href=\"/vendors\">\"Vendors\"</a> }\n";
        assert_eq!(faults("app/src/pages/desk/vendors.rs", line).len(), 1);
        assert!(faults("app/src/paths.rs", line).is_empty());
    }

    #[test]
    fn a_fault_names_file_and_line() {
        let found = faults("style/forms.css", ".a {\n  color: #fff;\n}\n");
        assert_eq!(found, ["style/forms.css:2: colours are spelled in style/tokens.css only: color: #fff;"]);
    }

    #[test]
    fn hex_colours_are_told_from_ids_fragments_and_attributes() {
        assert!(has_hex_colour("color: #15508f;") && has_hex_colour("fill=\"#fff\""));
        assert!(!has_hex_colour("fill: url(#fade)") && !has_hex_colour("#[test]") && !has_hex_colour("#add .part {"));
    }
}
