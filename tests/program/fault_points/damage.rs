//! Bytes that change on the disk between two runs: in the cache of answers, in the dataset of the last run.

use std::fs;
use std::path::{Path, PathBuf};

use super::points::{Disturbed, Must, Point};
use super::scene::Scene;

/// What happens to a file.
#[derive(Clone, Copy, Debug)]
enum Harm {
    /// One byte in so many places is another, the places so far apart.
    Flip { first: usize, every: usize },
    /// Only the first part of it is left, in thousandths.
    Cut(usize),
    /// It holds something else.
    Other,
    /// It is gone.
    Gone,
}

/// The cache harmed in `count` ways beside a few coarse ones.
pub fn of_the_cache(scene: &Scene, count: usize) -> Vec<Point> {
    let file = Path::new(".refloom-cache/responses-v1.sqlite");
    let Ok(meta) = fs::metadata(scene.template(&file.to_string_lossy())) else { return Vec::new() };
    let length = usize::try_from(meta.len()).unwrap();
    let step = length / count;
    // A single byte each, from the head of the file to its last page; then many bytes at once.
    let single = (0..count).map(|n| Harm::Flip { first: n * step + n % 97, every: usize::MAX });
    let many = [4096, 1024, 512, 64].map(|every| Harm::Flip { first: 40, every });
    let coarse = [Harm::Cut(0), Harm::Cut(300), Harm::Cut(950), Harm::Other, Harm::Gone];
    let all = single.chain(many).chain(coarse);
    all.map(|harm| point("damaged cache", file.to_owned(), harm, Must::Succeed)).collect()
}

/// Every file of the last dataset harmed in several ways, and what lies around it.
pub fn of_the_old_snapshot(scene: &Scene, each: usize) -> Vec<Point> {
    let Ok(latest) = fs::read_link(scene.template("output/latest")) else { return Vec::new() };
    let folder = Path::new("output").join(latest);
    let mut points = Vec::new();
    let mut harm =
        |file: PathBuf, harm| points.push(point("damaged old snapshot", file, harm, Must::SucceedOverDamage));
    for name in super::state::names(&scene.template(&folder.to_string_lossy())) {
        let length = fs::metadata(scene.template(&folder.join(&name).to_string_lossy())).unwrap().len();
        let length = usize::try_from(length).unwrap();
        let describes = name.as_os_str() == "datapackage.json";
        for n in 0..each {
            harm(folder.join(&name), Harm::Flip { first: n * length / each, every: 61 });
        }
        if describes {
            for left in [0, 1, 300, 700, 999] {
                harm(folder.join(&name), Harm::Cut(left));
            }
            harm(folder.join(&name), Harm::Other);
        }
        if describes || name.extension().is_some_and(|e| e == "csv") {
            harm(folder.join(&name), Harm::Gone);
        }
    }
    harm(folder, Harm::Gone);
    harm("output/snapshots".into(), Harm::Gone);
    harm("output/latest".into(), Harm::Gone);
    harm("output/.lock".into(), Harm::Gone);
    points
}

fn point(group: &str, file: PathBuf, harm: Harm, must: Must) -> Point {
    Point {
        group: group.to_owned(),
        name: format!("{} {harm:?}", file.display()),
        must,
        lay: None,
        disturb: Box::new(move |scene, stage| {
            harm.done_to(&stage.path(&file.to_string_lossy()));
            Disturbed::Hit(vec![stage.run(scene.scenario.args)])
        }),
    }
}

impl Harm {
    fn done_to(self, path: &Path) {
        if let Self::Gone = self {
            let gone = if path.is_dir() && !path.is_symlink() {
                fs::remove_dir_all(path)
            } else {
                fs::remove_file(path)
            };
            return gone.unwrap();
        }
        let mut bytes = fs::read(path).unwrap();
        match self {
            Self::Flip { first, every } => {
                bytes.iter_mut().skip(first).step_by(every).for_each(|byte| *byte ^= 0x55);
            }
            Self::Cut(thousandths) => bytes.truncate(bytes.len() * thousandths / 1000),
            _ => bytes = b"something else altogether\n".repeat(50),
        }
        fs::write(path, bytes).unwrap();
    }
}
