mod applied;
mod made;
mod moved;
mod news;
mod sides;
